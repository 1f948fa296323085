using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>What goes wrong with a file, and what the error says.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Data Source=:memory:", "file")]
    [InlineData("Data Source=x;Mode=Memory", "file")]
    [InlineData("", "ConnectionStrings:")]
    [InlineData(null, "The outbox has no connection string. Give one like 'Data Source=shop.db'; where it comes from GetConnectionString(name), the configuration has no ConnectionStrings:name.")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "Mode=ReadOnly")]
    [InlineData("Data Source=x.db;Cache=Shared", "Cache=Shared")]
    [InlineData("Password=s3cret;Nonsense=1", "Data Source=shop.db")]
    public void AConnectionStringThatCannotWork_IsRefused_WithoutItsSecrets(string? connectionString, string expected)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(() => new SqliteLocation(connectionString!));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingDirectory_IsNamed()
    {
        var failure = await OpenFailsAsync(Path.Combine(_folder, "nowhere", "shop.db"));
        Assert.False(failure.IsTransient);
        Assert.Contains("nowhere", failure.Message, StringComparison.Ordinal);
        Assert.Contains("directory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNoDatabase_IsLeftAlone()
    {
        string file = Path.Combine(_folder, "notes.txt");
        string text = new('x', 10_000);
        await File.WriteAllTextAsync(file, text, Cancellation);
        var failure = await OpenFailsAsync(file);
        Assert.False(failure.IsTransient);
        Assert.Contains("no SQLite database", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file, Cancellation));
    }

    [Fact]
    public async Task ALongTransactionOfTheApplication_IsATransientFailure_AndNothingIsWritten()
    {
        string file = Path.Combine(_folder, "shop.db");
        var store = await new OpenStore(new SqliteOutboxStore(new SqliteLocation($"Data Source={file}"))).OpenAsync();
        var row = await store.RowAsync();
        await using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            await connection.OpenAsync(Cancellation);
            await using var transaction = connection.BeginTransaction();
            var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => store.CommitAsync(row));
            Assert.Equal((true, false), (failure.IsTransient, failure.MayBeCommitted));
        }

        Assert.Empty(await store.ListAsync());
        Assert.Equal(OutboxInsertOutcome.Leased, Assert.Single((await store.CommitAsync(row)).Inserts).Outcome);
        await store.Store.DisposeAsync();
    }

    [Fact]
    public async Task RowsInADeferredTransaction_WaitForTheWriterBefore()
    {
        string file = Path.Combine(_folder, "shop.db");
        var store = await new OpenStore(new SqliteOutboxStore(new SqliteLocation($"Data Source={file}"))).OpenAsync();
        var row = await store.RowAsync();
        await using var writer = new SqliteConnection($"Data Source={file}");
        await writer.OpenAsync(Cancellation);
        var writing = writer.BeginTransaction();
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync(Cancellation);
        await using var transaction = connection.BeginTransaction(deferred: true);

        var insert = store.Store.InsertAsync([row], transaction, Cancellation).AsTask();
        Assert.False(insert.IsCompleted);
        await writing.DisposeAsync();
        await insert;
        await transaction.CommitAsync(Cancellation);

        Assert.Equal(row.Id, Assert.Single(await store.ListAsync()).Id);
        await store.Store.DisposeAsync();
    }

    [Fact]
    public async Task RowsInATransaction_WhoseReadsAreOvertaken_AreRefusedWithWhatToDo()
    {
        string file = Path.Combine(_folder, "shop.db");
        var store = await new OpenStore(new SqliteOutboxStore(new SqliteLocation($"Data Source={file}"))).OpenAsync();
        var row = await store.RowAsync();
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync(Cancellation);
        await using var transaction = connection.BeginTransaction(deferred: true);
        await using (var read = connection.CreateCommand())
        {
            (read.Transaction, read.CommandText) = (transaction, "SELECT count(*) FROM eventgen_outbox");
            await read.ExecuteScalarAsync(Cancellation);
        }

        await store.InsertAsync();

        var failure = await Assert.ThrowsAsync<OutboxStoreException>(async () => await store.Store.InsertAsync([row], transaction, Cancellation));
        Assert.Contains("BEGIN IMMEDIATE", failure.Message, StringComparison.Ordinal);
        await store.Store.DisposeAsync();
    }

    [Fact]
    public async Task AFullDisk_FailsTheWrite_KeepsWhatIsThere_AndGoesOnWhenThereIsSpace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A disk of its own needs the right to mount one");
        string disk = Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        var mount = await ProgramRun.OfAsync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], cancellationToken: Cancellation);
        Assert.SkipUnless(mount.ExitCode == 0, "A disk of its own needs the right to mount one");
        try
        {
            string ballast = Path.Combine(disk, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[1_000_000], Cancellation);
            var store = await new OpenStore(new SqliteOutboxStore(new SqliteLocation($"Data Source={disk}/shop.db"))).OpenAsync();
            int stored = 0;
            OutboxStoreException? failure = null;
            while (failure is null)
            {
                try
                {
                    await store.CommitAsync(await store.RowAsync(lease: OutboxLeaseRequest.None, text: new string('x', 50_000)));
                    stored++;
                }
                catch (OutboxStoreException full)
                {
                    failure = full;
                }
            }

            Assert.Equal((true, false), (failure.IsTransient, failure.MayBeCommitted));
            Assert.Contains("no space left", failure.Message, StringComparison.Ordinal);
            Assert.Equal(stored, (await store.ListAsync(new OutboxFilter { Take = 1_000 })).Count);

            File.Delete(ballast);
            Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync()).Result.Outcome);
            var claimed = await store.ClaimAllAsync();
            Assert.Equal(stored, claimed.Count);
            await store.RemoveAsync([.. claimed]);
            await store.Store.DisposeAsync();
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            (await ProgramRun.OfAsync("umount", [disk], cancellationToken: CancellationToken.None)).Succeeded();
        }
    }

    [Fact]
    public async Task ATransactionOnAnotherFile_IsRefused()
    {
        var store = await new OpenStore(new SqliteOutboxStore(new SqliteLocation($"Data Source={_folder}/shop.db"))).OpenAsync();
        await using var connection = new SqliteConnection($"Data Source={_folder}/other.db");
        await connection.OpenAsync(Cancellation);
        await using var transaction = connection.BeginTransaction();
        var failure = await Assert.ThrowsAsync<ArgumentException>(async () => await store.Store.InsertAsync([await store.RowAsync()], transaction, Cancellation));
        Assert.Contains("other.db", failure.Message, StringComparison.Ordinal);
        await store.Store.DisposeAsync();
    }

    private static async Task<OutboxStoreException> OpenFailsAsync(string file)
    {
        var store = new SqliteOutboxStore(new SqliteLocation($"Data Source={file}"));
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => new OpenStore(store).OpenAsync());
        await store.DisposeAsync();
        return failure;
    }
}
