using EventGen.AotSmoke.Invoices;
using EventGen.AotSmoke.Labels;
using EventGen.AotSmoke.Parcels;
using Microsoft.Data.Sqlite;
using Npgsql;

// With the connection string of a PostgreSQL, the run of durable events alone, there.
if (args is [var postgreSql])
{
    await new DurableRun(() => new NpgsqlConnection(postgreSql), builder => builder.AddPostgreSqlOutbox(postgreSql)).RunAsync();
    return;
}

// With the address of a RabbitMQ, the run between two hosts alone.
if (args is ["rabbitmq", var rabbitMQ])
{
    var files = Directory.CreateTempSubdirectory("eventgen-smoke-");
    await RabbitMQRun.RunAsync(rabbitMQ, files.FullName);
    files.Delete(recursive: true);
    return;
}

await AmbientRun.RunAsync();
await CreatedRun.RunAsync();

var folder = Directory.CreateTempSubdirectory("eventgen-smoke-");
await HostedRun.RunAsync(Sqlite("hosted.db"));
await new DurableRun(() => new SqliteConnection(Sqlite("durable.db")), builder => builder.AddSqliteOutbox(Sqlite("durable.db"))).RunAsync();
folder.Delete(recursive: true);

string Sqlite(string file) => $"Data Source={Path.Combine(folder.FullName, file)};Pooling=False";
