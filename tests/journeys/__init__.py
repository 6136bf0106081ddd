"""Journeys: the whole service, as it is wired, on a real Dovecot and a real Postfix; what it did is looked at from outside."""
