"""The service for other programs: JSON over HTTP under /api/v1, described by its OpenAPI document."""
