namespace EventGen.Cli;

/// <summary>What environment variables say.</summary>
internal static class EnvironmentSetting
{
    /// <summary>The value of a variable; <see langword="null"/> when it is not set. An empty one counts as not set, as scripts leave it.</summary>
    public static string? Of(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
