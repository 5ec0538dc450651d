#include "cli/help.h"

#include <inttypes.h>
#include <string.h>

#include "cli/opt.h"
#include "core/columns.h"

enum { HELP_COLUMN = 24, HELP_WIDTH = 92 };

void help_usage(FILE *to)
{
    fprintf(to, "usage: bouwarchief [-C DEPOT] COMMAND [OPTIONS] [WORDS]\n\n");
    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        if (!(c->needs & CMD_HIDDEN))
            fprintf(to, "  %-10s %-29s %s\n", c->name, c->args, c->summary);
    fprintf(to, "  %-10s %-29s %s\n", "help", "[COMMAND]", "this list, or one command");
    fprintf(to, "\n-C DEPOT names the depot (default: $BOUWARCHIEF_DEPOT, else this folder).\n"
                "Manual: man bouwarchief\n");
}

/* Words of a sentence, broken before the width; what is behind a break is indented. */
static void put_wrapped(FILE *to, const char *text, int column, int indent)
{
    while (*text != '\0') {
        int n = (int)strcspn(text, " ");

        if (column > indent && column + 1 + n > HELP_WIDTH) {
            fprintf(to, "\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', to);
            column++;
        }
        fprintf(to, "%.*s", n, text);
        column += n;
        text += n;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

static void put_fields(FILE *to)
{
    fputs("\nFIELD is one of:\n", to);
    for (int i = 0; i < D_COUNT; i++) {
        int n = fprintf(to, "  %s", columns[i].name);

        fprintf(to, "%*s%s (%s)%s\n", n < HELP_COLUMN - 1 ? HELP_COLUMN - n : 1, "", columns[i].en,
                columns[i].nl, columns[i].places & COLUMN_DOCUMENT ? ", of a document too" : "");
    }
}

void help_command(const struct cmd *c, FILE *to)
{
    fprintf(to, "usage: bouwarchief [-C DEPOT] %s%s%s\n\n%s\n", c->name, *c->args ? " " : "",
            c->args, c->summary);
    if (c->options->name != NULL)
        fputc('\n', to);
    for (const struct opt_row *r = c->options; r->name != NULL; r++) {
        int n = fprintf(to, "  --%s%s%s", r->name, r->value != NULL ? " " : "",
                        r->value != NULL ? r->value : "");

        fprintf(to, "%*s", n < HELP_COLUMN - 1 ? HELP_COLUMN - n : 1, "");
        put_wrapped(to, r->help, n < HELP_COLUMN - 1 ? HELP_COLUMN : n + 1, HELP_COLUMN);
    }
    if (c->more != NULL) {
        fputc('\n', to);
        put_wrapped(to, c->more, 0, 0);
    }
    if (c->needs & CMD_FIELDS)
        put_fields(to);
}

/* mdoc gives a meaning to a backslash, and to a dot or an apostrophe that begins a line. */
static void put_mdoc(FILE *to, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", to);
    for (; *text != '\0'; text++)
        if (*text == '\\')
            fputs("\\e", to);
        else
            fputc(*text, to);
}

/* A line of the table as a sentence: with a capital and a full stop. */
static void put_sentence(FILE *to, const char *text)
{
    if (*text >= 'a' && *text <= 'z')
        fputc(*text++ - ('a' - 'A'), to);
    put_mdoc(to, text);
    fputs(".\n", to);
}

/* The words of the usage, so that macros of mdoc among them ("Fl", "Ar") stay words. */
static void put_usage(FILE *to, const char *args)
{
    if (*args == '\0')
        return;
    fputs("\n.Li \"", to);
    for (; *args != '\0'; args++)
        if (*args == '"')
            fputs("\\(dq", to);
        else
            fputc(*args, to);
    fputc('"', to);
}

static void put_statuses(FILE *to)
{
    fputs(
        ".Sh EXIT STATUS\n"
        "0: all was done; 65: done, but items were rejected or failed; 75: try again (locked, disk "
        "full, stopped).\nThe others are in\n.Xr bouwarchief 1 .\n"
        ".Sh SEE ALSO\n.Xr bouwarchief 1 ,\n.Xr bouwarchief.conf 5\n",
        to);
}

static void put_manual_fields(FILE *to)
{
    fputs("Fields:\n.Bl -tag -width Ds -compact\n", to);
    for (int i = 0; i < D_COUNT; i++) {
        fprintf(to, ".It Cm %s\n", columns[i].name);
        put_mdoc(to, columns[i].en);
        fprintf(to, " (%s)%s\n", columns[i].nl,
                columns[i].places & COLUMN_DOCUMENT ? ", of a document too" : "");
    }
    fputs(".El\n", to);
}

void help_manual(const struct cmd *c, FILE *to)
{
    fprintf(to, ".Dd $Mdocdate$\n.Dt BOUWARCHIEF-");
    for (const char *p = c->name; *p != '\0'; p++)
        fputc(*p >= 'a' && *p <= 'z' ? *p - ('a' - 'A') : *p, to);
    fprintf(to, " 1\n.Os\n.Sh NAME\n.Nm bouwarchief-%s\n.Nd ", c->name);
    put_mdoc(to, c->summary);
    fprintf(to, "\n.Sh SYNOPSIS\n.Nm bouwarchief\n.Op Fl C Ar depot\n.Cm %s\n.Op Ar options",
            c->name);
    put_usage(to, c->args);
    fputs("\n.Sh DESCRIPTION\n", to);
    put_sentence(to, c->summary);
    if (c->more != NULL) {
        put_mdoc(to, c->more);
        fputc('\n', to);
    }
    if (c->options->name != NULL)
        fputs(".Bl -tag -width Ds\n", to);
    for (const struct opt_row *r = c->options; r->name != NULL; r++) {
        fprintf(to, ".It Fl -%s%s%s\n", r->name, r->value != NULL ? " Ar " : "",
                r->value != NULL ? r->value : "");
        put_sentence(to, r->help);
        if (r->max != 0)
            fprintf(to, "From %" PRIu64 " to %" PRIu64 ".\n", r->min, r->max);
    }
    if (c->options->name != NULL)
        fputs(".El\n", to);
    if (c->needs & CMD_FIELDS)
        put_manual_fields(to);
    if (c->schema != NULL)
        fprintf(to,
                "Each line of JSON has \"schema\":\"%s/1\" and is as\n.Pa "
                "schemas/%s.json\nin the documentation says.\n",
                c->schema, c->schema);
    put_statuses(to);
}

static void put_commands(FILE *to)
{
    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        if (!(c->needs & CMD_HIDDEN))
            fprintf(to, "%s ", c->name);
}

const char *help_completion(const char *shell, FILE *to)
{
    bool zsh = strcmp(shell, "zsh") == 0;

    if (!zsh && strcmp(shell, "bash") != 0)
        return NULL;
    if (zsh)
        fputs("#compdef bouwarchief\nautoload -U +X bashcompinit && bashcompinit\n", to);
    fputs("_bouwarchief() {\n    local word=${COMP_WORDS[COMP_CWORD]} command= i\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in\n"
          "        -C) ((i++)) ;;\n        -*) ;;\n"
          "        *) command=${COMP_WORDS[i]}; break ;;\n        esac\n    done\n"
          "    local words=\n    case $command in\n    '') words=\"-C help ",
          to);
    put_commands(to);
    fputs("\" ;;\n    help) words=\"", to);
    put_commands(to);
    fputs("\" ;;\n", to);
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        if (c->needs & CMD_HIDDEN)
            continue;
        fprintf(to, "    %s) words=\"", c->name);
        for (const struct opt_row *r = c->options; r->name != NULL; r++)
            fprintf(to, "--%s ", r->name);
        for (int i = 0; i < D_COUNT && c->needs & CMD_FIELDS; i++)
            fprintf(to, "%s ", columns[i].name);
        fputs("--help\" ;;\n", to);
    }
    fputs("    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
          "complete -o default -F _bouwarchief bouwarchief\n",
          to);
    return shell;
}
