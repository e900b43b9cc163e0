"""What people type: query strings and forms, read into frozen values. Knows no database."""
