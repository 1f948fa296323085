using System.Security.Cryptography;
using System.Text;

namespace EventGen.Outbox.Sqlite;

/// <summary>A lock that ends with the process that has it, however that ends: a file beside the database, open for nobody else.</summary>
/// <remarks>The file stays: whoever deleted it could delete the lock of another.</remarks>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>The lock's file.</summary>
    /// <param name="database">The full path of the database.</param>
    /// <param name="names">The tables: each prefix has locks of its own.</param>
    /// <param name="application">The application's name.</param>
    /// <param name="role">What is locked.</param>
    public static string PathOf(string database, TableNames names, string application, string role)
    {
        // The name of an application or an instance may have characters that a file's may not.
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{names.Plain("")}\n{application}\n{role}"));
        return $"{database}-outbox-{Convert.ToHexString(hash, 0, 8).ToLowerInvariant()}.lock";
    }

    /// <summary>Takes the lock; <see langword="null"/> when another process, or another store of this one, has it.</summary>
    /// <exception cref="OutboxStoreException">The file cannot be created.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new OutboxStoreException(
                $"The lock file '{path}' cannot be created. The outbox needs the right to create files beside its database.", isTransient: false, mayBeCommitted: false, exception);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new OutboxStoreException(
                $"The lock file '{path}' cannot be created: its directory does not exist.", isTransient: false, mayBeCommitted: false, exception);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
        catch (IOException exception)
        {
            throw new OutboxStoreException(
                $"The lock file '{path}' cannot be created. The outbox needs a local disk with space left, on which it may create files beside its database.",
                isTransient: IsFull(exception), mayBeCommitted: false, exception);
        }
    }

    public void Dispose() => _file.Dispose();

    // Sharing and lock violation on Windows; EWOULDBLOCK, of Linux and of macOS.
    private static bool IsHeld(IOException exception) => (uint)exception.HResult is 0x80070020 or 0x80070021 or 11 or 35;

    // Of Windows; ENOSPC.
    private static bool IsFull(IOException exception) => (uint)exception.HResult is 0x80070070 or 28;
}
