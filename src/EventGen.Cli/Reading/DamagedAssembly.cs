namespace EventGen.Cli.Reading;

/// <summary>Tells of an assembly whose bytes lead nowhere.</summary>
internal static class DamagedAssembly
{
    /// <summary>Reads an assembly. Metadata is read where it lies, so that damage shows anywhere, as any of these exceptions.</summary>
    /// <exception cref="CommandException">The assembly is damaged.</exception>
    public static void Told(string file, Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is BadImageFormatException or ArgumentException or InvalidCastException or IndexOutOfRangeException
            or InvalidOperationException or OverflowException or FormatException or InsufficientExecutionStackException)
        {
            throw new CommandException($"'{file}' is damaged; build it again.");
        }
    }
}
