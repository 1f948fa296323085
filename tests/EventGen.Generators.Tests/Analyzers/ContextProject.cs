using EventGen.TestKit;
using Microsoft.EntityFrameworkCore;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>The project <c>Shop</c> with Entity Framework Core: it references the package, and has orders and a context.</summary>
internal static class ContextProject
{
    public const string Entities =
        """
        using Microsoft.EntityFrameworkCore;
        namespace Shop;
        public enum Status { New, Paid, Shipped }
        public class Order { public int Id { get; set; } public Status Status { get; set; } public int Prints; public Customer Buyer { get; set; } = null!; public void Ship() => Status = Status.Shipped; public void PayAgain() { Prints++; Status = Status.Paid; } }
        public class WebOrder : Order { public string Url { get; set; } = ""; public WebOrder() => Status = Status.Paid; }
        public class Customer { public int Id { get; set; } public List<Address> Addresses { get; } = []; }
        public class Address { public string City { get; set; } = ""; }
        public class Parcel { public int Id { get; set; } }
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        """;

    public static CompilationSetup Setup { get; } = (Project.Setup with
    {
        ImplicitUsings = Project.Setup.ImplicitUsings + "\nglobal using Microsoft.EntityFrameworkCore;\nglobal using System.Linq;",
    }).Referencing(typeof(DbContext).Assembly, typeof(RelationalDatabaseFacadeExtensions).Assembly, typeof(EventGenDbContextExtensions).Assembly);
}
