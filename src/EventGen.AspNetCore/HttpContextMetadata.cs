using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore;

/// <summary>The user and the id of the request that the running code serves. Thread safe.</summary>
internal sealed class HttpContextMetadata(IHttpContextAccessor accessor) : IEventMetadataSource
{
    public EventMetadata? Current => accessor.HttpContext is { } request
        ? new EventMetadata { UserId = UserOf(request.User), RequestId = request.TraceIdentifier }
        : null;

    // What an identity that nobody has authenticated claims to be is no user.
    internal static string? UserOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } identity ? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? identity.Name : null;
}
