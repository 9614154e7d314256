"""The portal's forms: they read what was typed; whether it will do is asked of the policies."""
