#include "depot/actor.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

const char *actor_or_login(const char *given)
{
    static char number[24];
    const struct passwd *pw;

    if (given != NULL)
        return given;
    pw = getpwuid(getuid());
    if (pw != NULL)
        return pw->pw_name;
    snprintf(number, sizeof(number), "uid %lu", (unsigned long)getuid());
    return number;
}
