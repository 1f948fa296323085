using EventGen.AspNetCore;

namespace EventGen.Dashboard;

/// <summary>The files of the dashboard, which are parts of the assembly.</summary>
internal static class DashboardPage
{
    // Scripts and styles are files of their own, so that nothing inline ever runs.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void AddTo(EventGenManagementOptions options)
    {
        foreach (string name in typeof(DashboardPage).Assembly.GetManifestResourceNames())
            options.AddFile(name == "index.html" ? "" : $"ui/{name}", ContentTypeOf(name), () => typeof(DashboardPage).Assembly.GetManifestResourceStream(name)!, Policy);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
}
