using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventGen.AspNetCore.Management;

/// <summary>Where an application has mapped endpoints, as its code says it. Immutable.</summary>
/// <param name="Call">The method that maps them.</param>
/// <param name="Pattern">The pattern that it was given.</param>
internal sealed record MappedPlace(string Call, string Pattern)
{
    /// <summary>The path of all of them: of the endpoint that serves a request, what comes before its own part, the groups around them included.</summary>
    public string PathOf(HttpContext request)
    {
        string own = Pattern.Trim('/');
        string whole = (request.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Pattern;
        return own.Length > 0 && whole.IndexOf(own, StringComparison.Ordinal) is >= 0 and var start ? whole[..(start + own.Length)] : Pattern;
    }
}
