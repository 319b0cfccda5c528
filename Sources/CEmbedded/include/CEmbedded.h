// Long texts that are part of the programs. The C compiler embeds them at once; to swiftc an embedded resource is an array
// literal of as many elements, over which it takes long.
#pragma once
#include <stddef.h>

// The bytes of a text.
typedef struct {
    const unsigned char *_Nonnull bytes;
    size_t count;
} EmbeddedText;

// The contract of the API (Sources/SocketAPI/openapi.json).
EmbeddedText embedded_openapi(void);
// The rules of law and guidance (Sources/Timescales/Resources/national.yaml).
EmbeddedText embedded_national_rules(void);
// Those of practice (practice.yaml beside it).
EmbeddedText embedded_practice_rules(void);
// What a file of rules looks like (rulebook.schema.json beside it).
EmbeddedText embedded_rulebook_schema(void);
