namespace EventGen.Cli.Managing;

/// <summary>The query of a request.</summary>
internal static class Query
{
    /// <summary>A path with those parameters that have a value.</summary>
    public static string Of(string path, params (string Name, string? Value)[] parameters)
    {
        string query = string.Join('&', parameters.Where(static parameter => parameter.Value is not null).Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
