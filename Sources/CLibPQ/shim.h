#ifndef CASELOG_CLIBPQ_SHIM_H
#define CASELOG_CLIBPQ_SHIM_H

#include <libpq-fe.h>

// PG_DIAG_* are character macros, which Swift does not import: as constants it sees them.
static const int CASELOG_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int CASELOG_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int CASELOG_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int CASELOG_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int CASELOG_DIAG_HINT = PG_DIAG_MESSAGE_HINT;
static const int CASELOG_DIAG_SCHEMA = PG_DIAG_SCHEMA_NAME;
static const int CASELOG_DIAG_TABLE = PG_DIAG_TABLE_NAME;
static const int CASELOG_DIAG_COLUMN = PG_DIAG_COLUMN_NAME;
static const int CASELOG_DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME;
static const int CASELOG_DIAG_FUNCTION = PG_DIAG_SOURCE_FUNCTION;

#endif
