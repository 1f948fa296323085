namespace EventGen.TestKit;

/// <summary>The programs of the machine.</summary>
public static class Programs
{
    // Debian puts servers where only the administrator's shell looks.
    private static readonly string[] s_more = ["/usr/sbin", "/usr/local/sbin"];

    /// <summary>Where a program is: in a folder of PATH, or in one of those for servers; <see langword="null"/> when it is not installed.</summary>
    /// <param name="name">Its file name.</param>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(s_more).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Whether a program is installed.</summary>
    /// <param name="name">Its file name.</param>
    public static bool IsInstalled(string name) => Find(name) is not null;
}
