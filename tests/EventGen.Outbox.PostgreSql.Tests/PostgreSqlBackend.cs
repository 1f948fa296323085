using System.Data.Common;
using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>A database of its own on a server.</summary>
internal sealed class PostgreSqlBackend(Func<PostgreSqlServer> server) : StoreBackend
{
    public PostgreSqlBackend(SharedServer shared)
        : this(() => shared.Server)
    {
    }

    public string ConnectionString { get; private set; } = "";

    public override string CreateEffects => "CREATE TABLE effects (id text NOT NULL)";

    public override string CreateDeliveries =>
        "CREATE TABLE deliveries (seq bigserial PRIMARY KEY, handler text NOT NULL, number integer NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())";

    public override string RefuseRemoval =>
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'Unlucky numbers stay.'; END $$;
        CREATE TRIGGER refuse BEFORE DELETE ON eventgen_outbox FOR EACH ROW WHEN (convert_from(old.payload, 'UTF8') ILIKE '%"number":13}%') EXECUTE FUNCTION refuse()
        """;

    public override string RefuseDeadLetters => "ALTER TABLE eventgen_dead_letters ADD CONSTRAINT nobody_gives_up_here CHECK (false)";

    public override string Allow(string table) => table == "outbox" ? "DROP TRIGGER refuse ON eventgen_outbox" : "ALTER TABLE eventgen_dead_letters DROP CONSTRAINT nobody_gives_up_here";

    public override bool HasOneDeliverer => false;

    public override bool HasOwnClock => true;

    public override string LongAgo => "'epoch'";

    public override async Task StartAsync()
    {
        PostgreSqlServer.Require();
        ConnectionString = await server().CreateDatabaseAsync();
    }

    public override IOutboxStore Create() => new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(ConnectionString)));

    public override void AddOutbox(EventBusBuilder builder, Action<OutboxOptions> configure) => builder.AddPostgreSqlOutbox(ConnectionString, configure);

    public override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    // Its connections go with the process.
    public override async Task KillAsync(IOutboxStore store) => await store.DisposeAsync();

    public override ValueTask DisposeAsync()
    {
        if (ConnectionString.Length > 0) NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        return default;
    }
}
