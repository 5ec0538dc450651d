/*
 * actor.h - whom the audit record names.
 */
#ifndef BA_DEPOT_ACTOR_H
#define BA_DEPOT_ACTOR_H

/* given when it is not NULL, else the login name, else the user's number; borrowed, valid until the
 * next call. */
const char *actor_or_login(const char *given);

#endif
