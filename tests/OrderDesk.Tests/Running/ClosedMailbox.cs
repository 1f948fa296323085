using System.Runtime.InteropServices;

namespace OrderDesk.Tests.Running;

/// <summary>A pipe with a name that nobody reads: once it is full, whoever writes to it hangs.</summary>
internal sealed class ClosedMailbox : IDisposable
{
    private const uint OwnerReadsAndWrites = 0b110_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly FileStream _end;

    public ClosedMailbox()
    {
        Path = _folder.File("receipts");
        Assert.Equal(0, MakePipe(Path, OwnerReadsAndWrites));

        // Opened for both, a pipe does not wait for its other end.
        _end = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public string Path { get; }

    public void Dispose()
    {
        _end.Dispose();
        _folder.Dispose();
    }

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int MakePipe(string path, uint mode);
}
