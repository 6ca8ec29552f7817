#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/// Starts a daemon on an address of 4 or 16 bytes whose threads poll with epoll and whose connections can be suspended.
/// With a certificate and its key, both PEM, it speaks TLS.
static inline struct MHD_Daemon *gcs_mhd_start(
    const uint8_t *address, bool is_ipv6, uint16_t port, const char *certificate, const char *key,
    unsigned int threads, unsigned int connections, unsigned int connections_per_address,
    unsigned int idle_seconds, size_t connection_memory, MHD_AccessHandlerCallback handler,
    void *cls, void *(*began)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection) {
  struct sockaddr_in v4 = {0};
  struct sockaddr_in6 v6 = {0};
  if (is_ipv6) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    memcpy(&v6.sin6_addr, address, 16);
  } else {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    memcpy(&v4.sin_addr, address, 4);
  }
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  if (is_ipv6) flags |= MHD_USE_IPv6;
  if (certificate) flags |= MHD_USE_TLS;
  struct MHD_OptionItem options[] = {
      {MHD_OPTION_CONNECTION_LIMIT, connections, NULL},
      {MHD_OPTION_PER_IP_CONNECTION_LIMIT, connections_per_address, NULL},
      {MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, NULL},
      {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  struct MHD_OptionItem tls[] = {
      {certificate ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, (void *)certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)key},
      {MHD_OPTION_END, 0, NULL},
  };
  return MHD_start_daemon(
      flags, 0, NULL, NULL, handler, cls,
      MHD_OPTION_SOCK_ADDR, is_ipv6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4,
      MHD_OPTION_ARRAY, options,
      MHD_OPTION_ARRAY, tls,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
      MHD_OPTION_URI_LOG_CALLBACK, began, cls,
      MHD_OPTION_NOTIFY_COMPLETED, completed, cls,
      MHD_OPTION_NOTIFY_CONNECTION, connection, cls,
      MHD_OPTION_END);
}

/// Returns the port a daemon listens on, 0 where it cannot tell.
static inline uint16_t gcs_mhd_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

/// Creates a response that copies its body.
static inline struct MHD_Response *gcs_mhd_response(const void *body, size_t length) {
  return MHD_create_response_from_buffer(length, (void *)body, MHD_RESPMEM_MUST_COPY);
}

static inline ssize_t gcs_mhd_no_bytes(void *cls, uint64_t position, char *buffer, size_t max) {
  return MHD_CONTENT_READER_END_WITH_ERROR;
}

/// Creates a response that states a length and has no body, as the answer to HEAD.
static inline struct MHD_Response *gcs_mhd_bodiless_response(uint64_t length) {
  return MHD_create_response_from_callback(length, 1024, gcs_mhd_no_bytes, NULL, NULL);
}

/// Copies the request's header fields, in their order, into a visitor.
static inline void gcs_mhd_headers(
    struct MHD_Connection *connection, MHD_KeyValueIterator visitor, void *cls) {
  MHD_get_connection_values(connection, MHD_HEADER_KIND, visitor, cls);
}

/// Returns a connection's socket, -1 where there is none.
static inline int gcs_mhd_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

/// Copies the address of who opened a connection into 16 bytes and returns how many it has, 0 where it is not known.
static inline int gcs_mhd_sender(struct MHD_Connection *connection, uint8_t *address) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (!info || !info->client_addr) return 0;
  if (info->client_addr->sa_family == AF_INET) {
    memcpy(address, &((const struct sockaddr_in *)info->client_addr)->sin_addr, 4);
    return 4;
  }
  if (info->client_addr->sa_family == AF_INET6) {
    memcpy(address, &((const struct sockaddr_in6 *)info->client_addr)->sin6_addr, 16);
    return 16;
  }
  return 0;
}

/// Returns whether a notification is that of a new connection.
static inline bool gcs_mhd_is_start(enum MHD_ConnectionNotificationCode code) {
  return code == MHD_CONNECTION_NOTIFY_STARTED;
}
