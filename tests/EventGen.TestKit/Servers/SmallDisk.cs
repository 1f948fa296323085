using System.Diagnostics;
using System.Globalization;

namespace EventGen.TestKit;

/// <summary>
/// A file system in memory that only the programs started with <see cref="Start"/> see: small enough to be full. Needs <c>unshare</c> and <c>nsenter</c> of util-linux, and a machine
/// that allows name spaces. Disposing it removes the file system; so does the end of this process.
/// </summary>
public sealed partial class SmallDisk : IAsyncDisposable
{
    private const string ReserveFile = "reserve";

    // Everything that is started in the name space ends after the one who holds it.
    private readonly Process _holder;

    private SmallDisk(string folder, Process holder) => (Folder, _holder) = (folder, holder);

    /// <summary>Where programs see it.</summary>
    public string Folder { get; }

    private string Reserve => string.Create(CultureInfo.InvariantCulture, $"/proc/{_holder.Id}/root{Folder}/{ReserveFile}");

    /// <summary>Mounts one.</summary>
    /// <param name="megabytes">How large it is.</param>
    /// <returns>It; or why there can be none.</returns>
    public static async Task<(SmallDisk? Disk, string? Missing)> TryMountAsync(int megabytes)
    {
        if (!OperatingSystem.IsLinux()) return (null, "the tests mount file systems on Linux only");
        if (!Programs.IsInstalled("unshare") || !Programs.IsInstalled("nsenter")) return (null, "unshare and nsenter, of util-linux, are not installed");
        string folder = Directory.CreateTempSubdirectory("small-disk-").FullName;

        // cat ends with this process: then its input does.
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", """mount -t tmpfs -o size="$1"m tmpfs "$0" && echo mounted && exec cat > /dev/null""", folder, megabytes.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var holder = Process.Start(start)!;
        if (await holder.StandardOutput.ReadLineAsync() == "mounted") return (new SmallDisk(folder, holder), null);
        string why = (await holder.StandardError.ReadToEndAsync()).Trim();
        await holder.WaitForExitAsync();
        holder.Dispose();
        Directory.Delete(folder);
        return (null, $"this machine allows no file system of a test's own ({why})");
    }

    /// <summary>What starts a program that sees it. The program has the id of the process that is started.</summary>
    public ProcessStartInfo Start(string program, IEnumerable<string> arguments) =>
        new("nsenter", ["--user", "--preserve-credentials", "--mount", "--target", _holder.Id.ToString(CultureInfo.InvariantCulture), "--", program, .. arguments]);

    /// <summary>Takes some of the space.</summary>
    public void Occupy(int megabytes)
    {
        byte[] block = new byte[1_000_000];
        using var file = new FileStream(Reserve, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int i = 0; i < megabytes; i++) file.Write(block);
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        try
        {
            Occupy(int.MaxValue);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void MakeRoom() => File.Delete(Reserve);

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        Directory.Delete(Folder);
    }
}
