"""What a WSGI server starts: `gunicorn wsgi:app`."""

import os

from flask.cli import NoAppException

from app.factory import create_app
from config import SettingError, Settings

try:
    app = create_app(Settings.from_env(os.environ))
except SettingError as error:
    # `flask` says this one in a line; a server stops with it all the same.
    raise NoAppException(str(error)) from error
