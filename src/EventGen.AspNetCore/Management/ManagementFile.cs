namespace EventGen.AspNetCore.Management;

/// <summary>A file that is served beside the endpoints.</summary>
internal sealed record ManagementFile(string Path, string ContentType, Func<Stream> Open, string? ContentSecurityPolicy);
