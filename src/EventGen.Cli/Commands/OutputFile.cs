using System.Text;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Commands;

/// <summary>Writes a command's document to a file or to standard output.</summary>
internal static class OutputFile
{
    /// <summary>Writes the text; a file that has it already is left alone, so that nothing is built again for it.</summary>
    public static void Write(string? path, string text)
    {
        // What a picture shows is printable already, so the rest is JSON.
        text = Printable.Json(text);
        if (path is null or "-")
        {
            Console.Out.Write(text);
            return;
        }

        // What is longer or shorter is not read: it may be a device, which has no end.
        if (File.Exists(path) && new FileInfo(path).Length == Encoding.UTF8.GetByteCount(text) && File.ReadAllText(path) == text) return;
        File.WriteAllText(path, text);
    }
}
