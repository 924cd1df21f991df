"""What the newsroom does in the discussion: it chooses comments, and replies."""
