"""The pages for people: templates, messages in Chinese and English, styles and scripts, all from this server."""
