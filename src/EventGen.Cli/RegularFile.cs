namespace EventGen.Cli;

/// <summary>Reads files that somebody named. A pipe would be waited for without an end.</summary>
internal static class RegularFile
{
    /// <summary>The file's text.</summary>
    /// <exception cref="CommandException">It is no regular file.</exception>
    public static string ReadText(string path)
    {
        Check(path);
        return File.ReadAllText(path);
    }

    /// <summary>Refuses what is no regular file.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static void Check(string path)
    {
        // .NET does not say what a file is. A pipe has no length; opened for both ways, it is not waited for.
        if (OperatingSystem.IsWindows() || !File.Exists(path) || new FileInfo(path).Length > 0) return;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            if (!file.CanSeek) throw new CommandException($"'{path}' is no regular file.");
        }
        catch (UnauthorizedAccessException)
        {
            // Nobody may write to it: what it is remains unknown, and reading it says more.
        }
    }
}
