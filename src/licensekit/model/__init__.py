"""What a licence means: frozen Pydantic models, without lark and without input or output."""
