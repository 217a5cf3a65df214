"""GovDesk keeps the human side of an internal project in one offline file."""

__version__ = "0.1.0"
