"""What a WSGI server starts: `gunicorn wsgi:app`."""

import os

from app.factory import create_app
from config import Settings

app = create_app(Settings.from_env(os.environ))
