using System.Text;

namespace EventGen.Cli;

/// <summary>Reads files that somebody named. A pipe would be waited for without an end, and a device such as <c>/dev/zero</c> would be read without one.</summary>
internal static class RegularFile
{
    // In bytes. No assembly and no contract file is larger.
    private const int Largest = 256 << 20;

    /// <summary>The file's text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">In bytes: the largest that is read.</param>
    /// <exception cref="CommandException">There is no such file, it is no regular one, or it is larger than the limit.</exception>
    public static string ReadText(string path, int limit = Largest)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path, limit)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>What the file has.</summary>
    /// <inheritdoc cref="ReadText"/>
    public static byte[] ReadBytes(string path, int limit = Largest)
    {
        Check(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > limit) throw TooLarge(path, limit);

        // A device has no length, and a file may grow meanwhile.
        using var read = new MemoryStream((int)file.Length);
        byte[] buffer = new byte[64 << 10];
        while (file.Read(buffer) is > 0 and int count)
        {
            if (read.Length + count > limit) throw TooLarge(path, limit);
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static void Check(string path)
    {
        if (Directory.Exists(path)) throw new CommandException($"'{path}' is a folder, and a file is needed.");
        if (!File.Exists(path)) throw new CommandException($"There is no file '{path}'.");

        // .NET does not say what a file is. A pipe has no length; opened for both ways, it is not waited for.
        if (OperatingSystem.IsWindows() || new FileInfo(path).Length > 0) return;
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

    private static CommandException TooLarge(string path, int limit) =>
        new($"'{path}' has more than {(limit >= 1 << 20 ? $"{limit >> 20} MiB" : $"{limit >> 10} KiB")}; it is not what is meant here.");
}
