"""文书: everything that becomes a document. No models, no import of any app."""
