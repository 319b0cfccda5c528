#include "CEmbedded.h"

static const unsigned char openapi[] = {
#embed "../SocketAPI/openapi.json"
};

static const unsigned char national_rules[] = {
#embed "../Timescales/Resources/national.yaml"
};

static const unsigned char practice_rules[] = {
#embed "../Timescales/Resources/practice.yaml"
};

static const unsigned char rulebook_schema[] = {
#embed "../Timescales/Resources/rulebook.schema.json"
};

EmbeddedText embedded_openapi(void) { return (EmbeddedText){openapi, sizeof openapi}; }
EmbeddedText embedded_national_rules(void) { return (EmbeddedText){national_rules, sizeof national_rules}; }
EmbeddedText embedded_practice_rules(void) { return (EmbeddedText){practice_rules, sizeof practice_rules}; }
EmbeddedText embedded_rulebook_schema(void) { return (EmbeddedText){rulebook_schema, sizeof rulebook_schema}; }
