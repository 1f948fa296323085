using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EventGen.EntityFrameworkCore;

internal static class DatabaseFacadeExtensions
{
    /// <summary>Whether the database of a context is SQLite. Asks the name of its provider, which is not referenced.</summary>
    public static bool HasSqlite(this DatabaseFacade database) => database.ProviderName?.EndsWith(".Sqlite", StringComparison.Ordinal) == true;
}
