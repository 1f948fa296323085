using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.AspNetCore.Management;

/// <summary>Decides for each request whether it is served: nothing is unless the application has said to whom. Thread safe.</summary>
/// <param name="services">The application's services.</param>
/// <param name="place">Where the application has mapped what is decided about.</param>
/// <param name="writePolicy">The policy that changes need besides; <see langword="null"/> for none.</param>
/// <param name="logger">Told of what is refused.</param>
internal sealed class AccessGate(IServiceProvider services, MappedPlace place, string? writePolicy, ILogger logger)
{
    // Besides those that begin with X-Forwarded-.
    private static readonly HashSet<string> s_ofProxies = new(["Forwarded", "Via", "X-Real-IP", "X-Original-Host", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"], StringComparer.OrdinalIgnoreCase);

    private readonly bool _isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;

    // Interlocked only: the remedy is logged once, not with each request of a scanner.
    private int _isTold;

    public bool IsDevelopment => _isDevelopment;

    /// <summary>Finds out whether the application has the policy of changes. Blocks, once, where the application's own provider needs time for it.</summary>
    /// <exception cref="InvalidOperationException">It has none of that name.</exception>
    public void Validate()
    {
        if (writePolicy is null || PolicyAsync(services, writePolicy).GetAwaiter().GetResult() is not null) return;
        throw new InvalidOperationException($"{nameof(EventGenManagementOptions.WritePolicy)} is '{writePolicy}', and the application has no authorization policy of that name: add it with AddAuthorization, or correct the name.");
    }

    /// <summary>Why a request is not served; <see langword="null"/> when it is.</summary>
    public async ValueTask<ProblemException?> RefusalAsync(HttpContext request)
    {
        var metadata = request.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is null && metadata?.GetMetadata<IAuthorizeData>() is null && metadata?.GetMetadata<AuthorizationPolicy>() is null
            && !await IsAllowedByFallbackAsync(request).ConfigureAwait(false)
            && !(_isDevelopment && IsLocal(request)))
        {
            if (Interlocked.Exchange(ref _isTold, 1) == 0) logger.Closed(Printable(place.PathOf(request)), place.Call, place.Pattern);
            return new ProblemException(
                StatusCodes.Status403Forbidden, "These endpoints are closed.",
                _isDevelopment ? "Without an authorization policy they are served to this machine alone. The log says how to open them." : "The application has not said who may use them. Its log says how.");
        }

        // A page of another site may send requests with the user's cookies, and must neither read nor change anything.
        return !IsSameOrigin(request.Request) && request.Request.Headers["Sec-Fetch-Mode"] != "navigate"
            ? new ProblemException(StatusCodes.Status403Forbidden, "The request comes from another site.", "These endpoints answer pages of their own origin alone.")
            : null;
    }

    /// <summary>Why a request may not change anything; <see langword="null"/> when it may.</summary>
    public async ValueTask<ProblemException?> ChangeRefusalAsync(HttpContext request)
    {
        string? reason = null;
        if (request.Request.Headers["X-EventGen-Request"] != "1") reason = "A request that changes something needs the header 'X-EventGen-Request: 1', which a form of another site cannot send.";
        else if (!IsSameOrigin(request.Request)) reason = "A request that changes something must come from this origin.";
        else if (!await MayChangeAsync(request).ConfigureAwait(false)) reason = "You may look, and not change anything.";
        if (reason is null) return null;
        logger.ChangeRefused(Who(request), reason);
        return new ProblemException(StatusCodes.Status403Forbidden, "Nothing was changed.", reason);
    }

    /// <summary>Whether whoever asks meets the policy of changes.</summary>
    public ValueTask<bool> MayChangeAsync(HttpContext request) => writePolicy is null ? new(true) : IsAllowedAsync(request, writePolicy);

    /// <summary>Notes who has changed what.</summary>
    public void Audit(HttpContext request, string action, string what) => logger.Changed(Who(request), action, Printable(what));

    private static bool IsSameOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none")) return false;
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;

        // Not by scheme: a proxy may end TLS. The port is part of it, named or not.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Host, HostOf(request.Host), StringComparison.OrdinalIgnoreCase)
            && (from.Port == request.Host.Port || (request.Host.Port is null && from.IsDefaultPort));
    }

    // Uri and HostString differ in the brackets of IPv6.
    private static string HostOf(HostString host) => Uri.TryCreate($"http://{host.Host}", UriKind.Absolute, out var uri) ? uri.Host : host.Host;

    // A page of another site can resolve its own name to this machine, and a proxy sends what comes from anywhere.
    private static bool IsLocal(HttpContext request) =>
        request.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && (string.Equals(request.Request.Host.Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(request.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !request.Request.Headers.Keys.Any(static header => header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || s_ofProxies.Contains(header));

    private async ValueTask<bool> IsAllowedByFallbackAsync(HttpContext request)
    {
        if (request.RequestServices.GetService<IAuthorizationPolicyProvider>() is not { } policies) return false;
        if (await policies.GetFallbackPolicyAsync().ConfigureAwait(false) is not { } policy) return false;

        // Not left to a middleware that the application may not have.
        return await IsAllowedAsync(request, policy).ConfigureAwait(false);
    }

    // As the middleware does: a policy may name the schemes by which it wants to know the user.
    private static async ValueTask<bool> IsAllowedAsync(HttpContext request, AuthorizationPolicy policy)
    {
        if (request.RequestServices.GetService<IPolicyEvaluator>() is not { } evaluator) return false;
        var authenticated = await evaluator.AuthenticateAsync(policy, request).ConfigureAwait(false);
        return (await evaluator.AuthorizeAsync(policy, authenticated, request, request).ConfigureAwait(false)).Succeeded;
    }

    // Asked for with each request, as the middleware does: a provider of the application may change what a name means, or take it away.
    private static async ValueTask<bool> IsAllowedAsync(HttpContext request, string policy) =>
        await PolicyAsync(request.RequestServices, policy).ConfigureAwait(false) is { } named && await IsAllowedAsync(request, named).ConfigureAwait(false);

    private static async Task<AuthorizationPolicy?> PolicyAsync(IServiceProvider services, string policy) =>
        services.GetService<IAuthorizationPolicyProvider>() is { } policies ? await policies.GetPolicyAsync(policy).ConfigureAwait(false) : null;

    private static string Who(HttpContext request) => request.User.Identity is { IsAuthenticated: true } identity
        ? $"user '{Printable(HttpContextMetadata.UserOf(request.User) ?? identity.AuthenticationType ?? "")}'"
        : $"somebody at {request.Connection.RemoteIpAddress?.ToString() ?? "an unknown address"}";

    // What others have chosen must not begin a line of the log.
    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));
}
