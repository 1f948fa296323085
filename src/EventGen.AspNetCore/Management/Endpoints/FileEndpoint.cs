using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary>A file of a dashboard.</summary>
internal sealed class FileEndpoint(ManagementFile file)
{
    public async Task GetAsync(HttpContext request)
    {
        var response = request.Response;
        string path = (request.Request.PathBase + request.Request.Path).Value ?? "";
        if (file.Path.Length == 0 && !path.EndsWith('/'))
        {
            // Relative to this address, so that neither a path base nor a proxy has to be known.
            response.StatusCode = StatusCodes.Status302Found;
            response.Headers.Location = Uri.EscapeDataString(path[(path.LastIndexOf('/') + 1)..]) + "/";
            return;
        }

        if (file.ContentSecurityPolicy is { } policy) response.Headers.ContentSecurityPolicy = policy;
        response.ContentType = file.ContentType;
        await using var content = file.Open();
        if (content.CanSeek) response.ContentLength = content.Length;
        await content.CopyToAsync(response.Body, request.RequestAborted).ConfigureAwait(false);
    }
}
