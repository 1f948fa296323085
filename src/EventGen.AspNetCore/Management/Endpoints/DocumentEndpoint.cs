using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /openapi.json</c>: the description of these endpoints, which is a part of the assembly.</summary>
internal static class DocumentEndpoint
{
    public static async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        await using var document = typeof(DocumentEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        request.Response.ContentType = "application/json; charset=utf-8";
        request.Response.ContentLength = document.Length;
        await document.CopyToAsync(request.Response.Body, request.RequestAborted).ConfigureAwait(false);
    }
}
