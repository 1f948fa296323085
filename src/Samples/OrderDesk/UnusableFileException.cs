namespace OrderDesk;

/// <summary>A file named on the command line cannot be used; the message says why and what to do.</summary>
internal sealed class UnusableFileException(string message) : Exception(message)
{
    public static bool Explains(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException;

    public static string Reason(string path, Exception exception) => exception switch
    {
        UnauthorizedAccessException when Directory.Exists(path) => "it is a directory.",
        UnauthorizedAccessException => "permission denied.",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file or directory.",
        ArgumentException => "it is not a path.",
        _ => exception.Message,
    };
}
