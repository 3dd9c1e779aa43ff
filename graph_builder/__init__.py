"""From the text of a plan to a validated RDF release. Knows nothing of HTTP.

The rooms, in the order in which data walks through them: ``text``, ``structure``, ``annotation``, ``vocabulary``,
``assembly``, ``derivation``, ``validation``, ``reports``, ``search``, ``network``, ``release``. A room imports only
rooms before it.
"""

__version__ = "0.1.0"
