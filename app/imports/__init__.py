"""What every import shares: cleaned text, refused rows, the report. Knows no file format."""
