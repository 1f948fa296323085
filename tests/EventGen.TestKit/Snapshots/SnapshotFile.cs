namespace EventGen.TestKit;

/// <summary>One approved text on disk, and beside it, while they differ, the text that was received instead.</summary>
/// <param name="directory">The folder of both files.</param>
/// <param name="name">Their common name, <c>Tests.Method#Target</c>.</param>
/// <param name="extension">What the text is: <c>cs</c>, <c>txt</c>.</param>
/// <param name="writes">Whether a received file is written; not on a build server.</param>
internal sealed class SnapshotFile(string directory, string name, string extension, bool writes)
{
    public string VerifiedPath { get; } = Path.Combine(directory, $"{name}.verified.{extension}");

    public string ReceivedPath { get; } = Path.Combine(directory, $"{name}.received.{extension}");

    /// <summary>Compares, keeps the received file in step, and returns what is wrong; <see langword="null"/> when nothing is.</summary>
    public string? Compare(string received)
    {
        // Git may check the approved file out with CRLF; the received text has to be right to the byte.
        string? verified = File.Exists(VerifiedPath) ? File.ReadAllText(VerifiedPath).Replace("\r\n", "\n") : null;
        if (received == verified)
        {
            if (writes) File.Delete(ReceivedPath);
            return null;
        }

        if (writes)
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(ReceivedPath, received);
        }

        return verified is null
            ? $"{VerifiedPath} does not exist. Received:\n{received}"
            : $"{VerifiedPath} differs (- approved, + received):\n{LineDiff.Between(verified, received)}";
    }
}
