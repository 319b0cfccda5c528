// Debian builds libxml2 with ICU, whose headers its own then include; they clash with the ICU inside Foundation.
// Only xmlCharEncodingHandler differs without them, and nothing here looks into that.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
