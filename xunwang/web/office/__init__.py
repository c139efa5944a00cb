"""Sign-in by the office's own identity provider (OpenID Connect), for people whom the console knows already."""
