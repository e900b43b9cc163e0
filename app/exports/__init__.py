"""Formats that leave the portal: rows in, text out, streamed."""
