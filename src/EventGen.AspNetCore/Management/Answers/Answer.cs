using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary>Writes the answers of the management endpoints.</summary>
internal static class Answer
{
    /// <summary>What every answer says: nobody keeps it, frames it, guesses its type or reads it from another origin.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (!response.Headers.ContainsKey("Content-Security-Policy")) response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    public static Task JsonAsync<T>(HttpContext request, T model, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        WriteAsync(request, model, type, status, "application/json; charset=utf-8");

    public static Task ProblemAsync(HttpContext request, ProblemModel problem) =>
        WriteAsync(request, problem, ManagementJson.Default.ProblemModel, problem.Status, "application/problem+json; charset=utf-8");

    private static Task WriteAsync<T>(HttpContext request, T model, JsonTypeInfo<T> type, int status, string contentType)
    {
        var response = request.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        return JsonSerializer.SerializeAsync(response.Body, model, type, request.RequestAborted);
    }
}
