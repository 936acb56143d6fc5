"""The web doors: the chat, the pages that show sources, and what keeps them safe."""
