"""The Hub looks for a file of this name. The worker itself is in handler/ and speaks RunPod's protocol without Python."""
