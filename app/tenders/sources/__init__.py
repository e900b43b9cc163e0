"""Parsers of notices: bytes of one file in, `NoticeRecord` or `RowError` out."""
